# Fits the curves one by one, as a user of R would, and prints `tool,curve,milliseconds,rss` for each.
# Arguments: a CSV of curve, dose, y. nls of base R from one start; drc's drm, and with its delta interval, where it is.
curves <- split(read.csv(commandArgs(TRUE)[1]), ~curve)
has_drc <- suppressWarnings(suppressMessages(requireNamespace("drc", quietly = TRUE)))

half_dose <- function(one) {
  dosed <- one[one$dose > 0, ]
  dosed$dose[which.min(abs(dosed$y - (min(dosed$y) + max(dosed$y)) / 2))]
}
# The formula as it stands in the field; the summary holds the standard errors.
fit_nls <- function(one) {
  start <- list(b = 1, c = min(one$y), d = max(one$y), e = half_dose(one))
  fit <- stats::nls(y ~ c + (d - c) / (1 + (dose / e)^b), data = one, start = start)
  summary(fit)
}
fit_drc <- function(one) {
  fit <- drc::drm(y ~ dose, data = one, fct = drc::LL.4())
  summary(fit)
  fit
}
fit_interval <- function(one) {
  fit <- drc::drm(y ~ dose, data = one, fct = drc::LL.4())
  drc::ED(fit, 50, interval = "delta", type = "absolute", display = FALSE)
  fit
}

measure <- function(tool, fit, rss) {
  for (warm in curves[seq_len(min(50, length(curves)))]) try(fit(warm), silent = TRUE)
  for (curve in names(curves)) {
    began <- Sys.time()
    result <- try(suppressWarnings(fit(curves[[curve]])), silent = TRUE)
    took <- as.numeric(difftime(Sys.time(), began, units = "secs")) * 1000
    value <- if (inherits(result, "try-error")) NA else rss(result)
    cat(tool, curve, format(took, digits = 9), format(value, digits = 17), sep = ",", fill = TRUE)
  }
}

measure("R nls", fit_nls, function(fit) sum(residuals(fit)^2))
if (has_drc) {
  measure("R drc", fit_drc, function(fit) sum(residuals(fit)^2))
  measure("R drc with interval", fit_interval, function(fit) sum(residuals(fit)^2))
}
