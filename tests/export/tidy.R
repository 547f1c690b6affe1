# From wells.csv alone: blank mean, corrected absorbance, survival, dose means and antitonic LC50; then the largest
# difference from what the export itself says. Base R; prints JSON.
folder <- commandArgs(TRUE)[1]
columns <- read.csv(file.path(folder, "columns.csv"), colClasses = "character", encoding = "UTF-8")

read_table <- function(name) {
  classes <- columns$r_class[columns$table == name]
  names(classes) <- columns$column[columns$table == name]
  read.csv(file.path(folder, paste0(name, ".csv")), colClasses = classes, na.strings = "", encoding = "UTF-8")
}

wells <- read_table("wells")
doses <- read_table("doses")
comparisons <- read_table("comparisons")
differences <- c(blank = 0, survival = 0, mean = 0, sd = 0, lc50 = 0)
counts <- c(survival = 0, mean = 0, lc50 = 0)

differ <- function(name, a, b) {
  stopifnot(identical(is.na(a), is.na(b)))
  d <- abs(a - b) / pmax(1, abs(b))
  differences[name] <<- max(differences[name], d, na.rm = TRUE)
}

# isoreg has no weights: a mean over n wells stands there n times instead.
lc50 <- function(dose, mean, n) {
  z <- -isoreg(rep(-mean, n))$yf[cumsum(n)]
  if (z[1] < 50) return(list(relation = "<", value = dose[1]))
  if (all(z > 50)) return(list(relation = ">", value = dose[length(dose)]))
  i <- max(which(z >= 50))
  if (z[i] == 50) return(list(relation = "=", value = dose[min(which(z == 50))]))
  x <- log10(dose)
  list(relation = "=", value = 10^(x[i] + (z[i] - 50) / (z[i] - z[i + 1]) * (x[i + 1] - x[i])))
}

for (plate in unique(wells$plate)) {
  w <- wells[wells$plate == plate, ]
  used <- is.na(w$mask_reason)
  blank <- mean(w$net_au[w$role == "blank" & used])
  corrected <- w$net_au - blank
  differ("blank", corrected, w$corrected_au)
  for (arm in unique(w$arm[!is.na(w$arm)])) {
    own <- which(w$arm == arm)
    control <- mean(corrected[own][used[own] & w$prednisolone_ug_per_ml[own] == 0])
    survival <- 100 * corrected[own] / control
    differ("survival", survival, w$survival_percent[own])
    counts["survival"] <- counts["survival"] + length(survival)
    counting <- used[own]
    by_dose <- split(survival[counting], w$prednisolone_ug_per_ml[own][counting])
    by_dose <- by_dose[order(as.numeric(names(by_dose)))]
    mine <- sapply(by_dose, mean)
    d <- doses[doses$plate == plate & doses$arm == arm & doses$n > 0, ]
    differ("mean", unname(mine), d$survival_mean_percent)
    differ("sd", unname(sapply(by_dose, sd)), d$survival_sd_percent)
    counts["mean"] <- counts["mean"] + length(mine)
    found <- lc50(as.numeric(names(by_dose))[-1], mine[-1], lengths(by_dose)[-1])
    c <- comparisons[comparisons$plate == plate, ]
    if (d$is_vehicle[1]) {
      stated <- list(relation = unique(c$vehicle_lc50_relation), value = unique(c$vehicle_lc50_ug_per_ml))
    } else {
      stated <- list(relation = c$lc50_relation[c$arm == arm], value = c$lc50_ug_per_ml[c$arm == arm])
    }
    stopifnot(identical(found$relation, stated$relation))
    differ("lc50", unname(found$value), stated$value)
    counts["lc50"] <- counts["lc50"] + 1
  }
}

json <- function(x) paste0("{", paste0("\"", names(x), "\":", format(x, digits = 17), collapse = ","), "}")
cat("{\"differences\":", json(differences), ",\"counts\":", json(counts), "}")
