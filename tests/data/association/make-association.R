# Numbers of R for the cases of input.json, into r.json. Base R alone: JSON is read and written by hand.
# Run beside this file: Rscript make-association.R
number <- function(x) if (is.infinite(x)) "null" else format(x, digits = 17, scientific = TRUE)
text <- paste(readLines("input.json"), collapse = " ")

# The file holds nothing but names, lists and numbers, so that R's own parser reads it once the brackets are changed.
expression <- gsub("\\[", "list(", gsub("\\]", ")", gsub("\\{", "list(", gsub("\\}", ")", text))))
expression <- gsub("\"([A-Za-z0-9_]+)\" *:", "`\\1` =", expression)
cases <- eval(parse(text = expression))

fisher <- function(table) {
  counts <- do.call(rbind, lapply(table, unlist))
  result <- fisher.test(counts, workspace = 2e7)
  p <- sprintf("\"p\": %s", number(result$p.value))
  if (any(dim(counts) != 2)) return(p)
  sprintf("%s, \"oddsRatio\": {\"estimate\": %s, \"lower\": %s, \"upper\": %s}", p,
    number(result$estimate), number(result$conf.int[1]), number(result$conf.int[2]))
}
mannWhitney <- function(groups) {
  result <- suppressWarnings(wilcox.test(unlist(groups[[1]]), unlist(groups[[2]])))
  sprintf("\"w\": %s, \"p\": %s", number(result$statistic), number(result$p.value))
}
kruskalWallis <- function(groups) {
  result <- kruskal.test(lapply(groups, unlist))
  sprintf("\"h\": %s, \"df\": %d, \"p\": %s", number(result$statistic), result$parameter, number(result$p.value))
}
all <- function(kind, test) {
  entries <- sapply(names(cases[[kind]]), function(name) sprintf("\"%s\": {%s}", name, test(cases[[kind]][[name]])))
  sprintf("\"%s\": {%s}", kind, paste(entries, collapse = ",\n"))
}
writeLines(sprintf("{\"version\": \"%s\",\n%s,\n%s,\n%s}", R.version.string,
  all("fisher", fisher), all("mannWhitney", mannWhitney), all("kruskalWallis", kruskalWallis)), "r.json")
