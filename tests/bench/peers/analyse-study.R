# The whole study as a user of R would do it: background, survival, five curves and four comparisons a plate.
# Arguments: a CSV with one row a well (plate, role, arm, replicate, dose, measurement, reference), repetitions.
# Prints `plates,seconds of processor time`.
arguments <- commandArgs(TRUE)
wells <- read.csv(arguments[1])
plates <- split(wells, ~plate)

analyse <- function(plate) {
  plate$net <- plate$measurement - plate$reference
  plate$corrected <- plate$net - mean(plate$net[plate$role == "blank"], na.rm = TRUE)
  arms <- split(plate[plate$role == "sample", ], ~arm)
  arms <- lapply(arms, function(arm) {
    arm$survival <- 100 * arm$corrected / mean(arm$corrected[arm$dose == 0], na.rm = TRUE)
    arm$series <- paste(arm$arm, arm$replicate)
    arm
  })
  fits <- lapply(arms, function(arm) {
    start <- list(b = 1, c = min(arm$survival, na.rm = TRUE), d = 100, e = 4)
    try(stats::nls(survival ~ c + (d - c) / (1 + (dose / e)^b), data = arm, start = start), silent = TRUE)
  })
  others <- setdiff(names(arms), "vehicle")
  p <- vapply(others, function(arm) {
    both <- rbind(arms$vehicle, arms[[arm]])
    both$level <- factor(both$dose)
    small <- lm(survival ~ series + level, data = both)
    full <- lm(survival ~ series + level + arm:level, data = both)
    at <- both[abs(both$dose - 3.90625) < 1e-9, ]
    try(t.test(survival ~ arm, data = at, var.equal = TRUE), silent = TRUE)
    anova(small, full)[2, "Pr(>F)"]
  }, numeric(1))
  list(fits = fits, q = p.adjust(p, "BH"))
}

invisible(suppressWarnings(lapply(plates, analyse)))
repetitions <- as.integer(arguments[2])
processor <- function() sum(proc.time()[c("user.self", "sys.self")])
began <- processor()
for (turn in seq_len(repetitions)) invisible(suppressWarnings(lapply(plates, analyse)))
took <- processor() - began
cat(repetitions * length(plates), format(took, digits = 9), sep = ",", fill = TRUE)
