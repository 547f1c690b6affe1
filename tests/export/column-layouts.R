# Reads the tables for drc, synergyfinder and Prism as a user of base R would, and says what is in them. Prints JSON.
folder <- commandArgs(TRUE)[1]
check <- function(name, ok) cat(sprintf("%s\"%s\":%s", if (first) "" else ",", name, tolower(ok)))
first <- TRUE
say <- function(name, ok) { check(name, isTRUE(ok)); first <<- FALSE }
cat("{")

d <- read.csv(file.path(folder, "drc.csv"), na.strings = "")
wells <- read.csv(file.path(folder, "wells.csv"), na.strings = "")
say("drc has one data frame with dose, response and curve", all(c("dose", "response", "curve") %in% names(d)))
say("drc has numbers without gaps", is.numeric(d$dose) && is.numeric(d$response) && !anyNA(d))
used <- wells[is.na(wells$mask_reason) & !is.na(wells$survival_percent), ]
say("drc has the wells that count", nrow(d) == nrow(used) && all.equal(sort(d$response), sort(used$survival_percent)))
one <- d[d$arm == "vehicle" & d$sample == "G", ]
ll4 <- function(b, c, d, e, x) c + (d - c) / (1 + (x / e)^b)
fit <- nls(response ~ ll4(1, c, d, exp(loge), dose), one, start = list(c = 5, d = 100, loge = log(20)))
say("a curve can be fitted to it", all(is.finite(coef(fit))))

s <- read.csv(file.path(folder, "synergyfinder.csv"), na.strings = "", check.names = FALSE)
wanted <- c("block_id", "drug1", "drug2", "conc1", "conc2", "conc_unit1", "conc_unit2", "response")
say("synergyfinder has its columns", identical(names(s)[1:8], wanted))
blocks <- unique(s[c("block_id", "drug1", "drug2", "conc_unit1", "conc_unit2", "sample")])
say("synergyfinder has one pair of drugs a block", !anyDuplicated(blocks$block_id))
full <- by(s, s$block_id, function(b) nrow(unique(b[c("conc1", "conc2")])) == length(unique(b$conc1)) * length(unique(b$conc2)))
say("synergyfinder has whole matrices with zeros", all(full) && all(tapply(s$conc1 == 0 & s$conc2 == 0, s$block_id, any)))
zero <- s[s$conc1 == 0 & s$conc2 == 0, ]
say("synergyfinder has 100 with neither drug", all(abs(tapply(zero$response, zero$block_id, mean) - 100) < 1e-9))
comparisons <- read.csv(file.path(folder, "comparisons.csv"), na.strings = "")
alone <- s[s$conc1 == 0 & s$conc2 > 0, ]
found <- tapply(alone$response, paste(alone$plate, alone$drug2), mean)
stated <- comparisons$single_agent_survival_percent
names(stated) <- paste(comparisons$plate, comparisons$compound)
say("synergyfinder has what the inhibitor kills alone", isTRUE(all.equal(c(found), stated[names(found)], tolerance = 1e-12)))

doses <- read.csv(file.path(folder, "doses.csv"), na.strings = "")
x <- read.csv(file.path(folder, "prism", "G-1-xy-dose.csv"), check.names = FALSE)
l <- read.csv(file.path(folder, "prism", "G-1-xy-log10.csv"), check.names = FALSE)
say("prism has X and replicates side by side", identical(names(x)[-1], rep(unique(doses$arm), each = 2)))
say("prism has log10 doses", isTRUE(all.equal(l[-1, 1], log10(x[-1, 1]))))
say("prism has the zero dose two decades below the lowest", x[1, 1] == 0 && isTRUE(all.equal(l[1, 1], log10(x[2, 1]) - 2)))
v <- doses[doses$plate == "G-1" & doses$arm == "vehicle", ]
say("prism has the means of the doses", isTRUE(all.equal(rowMeans(x[, 2:3]), v$survival_mean_percent, check.attributes = FALSE)))
masked <- read.csv(file.path(folder, "prism", "B-1-xy-dose.csv"), check.names = FALSE)
say("prism has an empty cell for a well that is left out", sum(is.na(masked)) == 1)
b <- read.csv(file.path(folder, "prism", "reference-dose-bars.csv"), check.names = FALSE, row.names = 1)
g <- comparisons[comparisons$plate == "G-1", ]
say("prism has bars at the reference dose", isTRUE(all.equal(mean(unlist(b["G, G-1, 3.90625", names(b) == "trametinib"])), g$survival_inhibitor_at_reference_percent[g$arm == "trametinib"])))
cat("}")
