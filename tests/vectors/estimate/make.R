# Makes the data, the requests and the figures R gives for them: Rscript make.R, with the package survey (4.1) and
# jsonlite, in this folder. The figures come from R's own functions wherever it has one; the seed is fixed.
suppressMessages(library(survey))
options(digits = 17, warn = 1, survey.lonely.psu = "fail")
set.seed(20150131)

requests <- list()
expected <- list()
ask <- function(measure, args, figure) {
  id <- sprintf("%s-%03d", measure, length(requests) + 1)
  figure <- suppressWarnings(as.numeric(figure))
  if (length(figure) != 1) stop(id, ": not one figure")
  requests[[length(requests) + 1]] <<- list(id = id, measure = measure, args = args)
  expected[[id]] <<- if (is.finite(figure)) figure else NA
}
save_csv <- function(frame, name) write.csv(frame, name, row.names = FALSE, na = "", quote = FALSE)
or_null <- function(code) tryCatch(as.numeric(code), error = function(e) NA)
blank <- function(x, share) { x[runif(length(x)) < share] <- NA; x }

# --- data ---------------------------------------------------------------------------------------------------------

n <- 240
survey_data <- data.frame(
  id = sprintf("r%03d", 1:n),
  type = sample(c("county", "district", "metropolitan", "unitary"), n, TRUE, c(.15, .45, .15, .25)),
  region = sample(c("north", "midlands", "south"), n, TRUE),
  weight = round(rlnorm(n, 0, .6), 3),
  q1 = blank(sample(1:5, n, TRUE, c(.1, .15, .2, .35, .2)), .1),
  q2 = blank(sample(1:3, n, TRUE), .2),
  days = blank(round(rexp(n, .2), 1), .15),
  visits = rpois(n, 3),
  all_yes = 1L,
  all_no = 0L,
  nobody = NA,
  used = sample(0:1, n, TRUE, c(.4, .6)))
survey_data$design <- pmax(survey_data$weight, .1)
survey_data$weight[sample(n, 12)] <- 0
survey_data$q2[survey_data$region == "south" & survey_data$q1 %in% 5] <- NA   # an empty cell
survey_data$m_help <- sapply(seq_len(n), function(i) {
  if (survey_data$used[i] == 0 || runif(1) < .1) return(NA)
  if (runif(1) < .1) return("9")
  paste(sort(sample(1:6, sample(1:4, 1))), collapse = " ")
})
save_csv(survey_data, "survey.csv")

population_type <- data.frame(type = c("county", "district", "metropolitan", "unitary", "borough"),
                              Freq = c(260, 1810, 360, 590, 330))        # nobody answered from a borough
population_region <- data.frame(region = c("north", "midlands", "south"), Freq = c(1100, 820, 1430))
population_both <- expand.grid(type = c("county", "district", "metropolitan", "unitary"),
                               region = c("north", "midlands", "south"), stringsAsFactors = FALSE)
population_both$Freq <- c(91, 560, 120, 210, 64, 480, 105, 160, 105, 770, 135, 220)
covered_type <- population_type[population_type$type != "borough", ]
margin_region <- population_region
margin_region$Freq <- c(1000, 790, 1230)                                  # sums to the covered population
save_csv(population_type, "population_type.csv")
save_csv(population_region, "population_region.csv")
save_csv(population_both, "population_both.csv")
save_csv(covered_type, "margin_type.csv")
save_csv(margin_region, "margin_region.csv")

councils <- data.frame(                       # a stratum that answered whole, some blanks, a small population
  council = sprintf("c%02d", 1:60),
  type = rep(c("county", "district", "metropolitan", "unitary"), c(8, 25, 12, 15)),
  score = round(rnorm(60, 60, 12), 2),
  spend = blank(round(rlnorm(60, 4, .5), 2), .12),
  good = blank(sample(0:1, 60, TRUE, c(.3, .7)), .1))
population_councils <- data.frame(type = c("county", "district", "metropolitan", "unitary"), Freq = c(8, 181, 36, 59))
save_csv(councils, "councils.csv")
save_csv(population_councils, "population_councils.csv")

whole <- data.frame(council = 1:9, type = rep("county", 9), score = c(3, 4, 4, 5, 1, 2, 5, 4, 3))
whole$good <- as.integer(whole$score >= 4)
save_csv(whole, "whole.csv")
lonely <- data.frame(type = c("county", "district", "district"), score = c(1, 4, 6), good = c(1, 0, 1), w = c(1, 2, 0))
save_csv(lonely, "lonely.csv")
one <- data.frame(id = 1, q = 1, w = 2.5, score = 7, group = "a", m_help = "9")
save_csv(one, "one.csv")
ties <- data.frame(id = 1:20, x = c(1, 1, 2, 2, 2, 3, 4, 4, 5, 5, 6, 7, 7, 7, 8, 9, 10, 10, 12, 15),
                   w = rep(c(.5, 1, 1.5, 2), 5), zero = 0)
save_csv(ties, "ties.csv")

# --- formulas that R has no function for ----------------------------------------------------------------------------

z_of <- function(level) qnorm(1 - (1 - level) / 2)
wilson <- function(p, n, level = .95) {
  if (is.na(p) || is.na(n) || n <= 0) return(c(NA, NA))
  z <- z_of(level)
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  pmin(1, pmax(0, (p + z^2 / (2 * n) + c(-half, half)) / (1 + z^2 / n)))
}
kish <- function(w) if (sum(w) > 0) sum(w)^2 / sum(w^2) else NA
ratio <- function(a, b) if (b == 0) NA else a / b
matches <- function(x, code) !is.na(x) & x == code
ticked <- function(x, code) sapply(strsplit(ifelse(is.na(x), "", x), " "), function(t) code %in% t)

# --- unweighted and weighted shares, with and without conditions ------------------------------------------------------

d <- survey_data
filters <- list(
  list(where = NULL, keep = rep(TRUE, n)),
  list(where = list(region = "north"), keep = d$region == "north"),
  list(where = list(column = "region", codes = c("north", "south")), keep = d$region %in% c("north", "south")),
  list(where = list(type = list("district", "unitary"), used = 1), keep = d$type %in% c("district", "unitary") & d$used == 1),
  list(where = "visits >= 3 and region != 'south'", keep = d$visits >= 3 & d$region != "south"),
  list(where = list(type = "borough"), keep = rep(FALSE, n)))
with_filter <- function(args, filter) { if (!is.null(filter$where)) args$where <- filter$where; args }

design_w <- svydesign(ids = ~1, weights = ~weight, data = d)
design_1 <- svydesign(ids = ~1, weights = ~one, data = transform(d, one = 1))
domain <- function(design, keep) design[keep, ]
se_mean <- function(design, keep, y) {
  if (!any(keep) || sum(weights(design)[keep]) == 0) return(NA)
  y[!keep] <- 0  # a post-stratified design keeps the rows outside the domain, with weight 0
  or_null(SE(svymean(~y, domain(update(design, y = y), keep))))
}
se_total <- function(design, keep, y) {
  y[!keep | is.na(y)] <- 0
  or_null(SE(svytotal(~y, update(design, y = y))))
}

for (filter in filters) for (question in c("q1", "q2", "all_yes", "all_no", "nobody")) {
  x <- d[[question]]
  codes <- if (question == "q1") c(4, 5) else if (question == "q2") 2 else 1
  base <- !is.na(x) & filter$keep
  w <- d$weight
  plain <- with_filter(list(data = "survey.csv", question = question), filter)
  heavy <- with_filter(list(data = "survey.csv", question = question, weight = "weight"), filter)
  ask("base", plain, sum(base))
  ask("weighted_base", heavy, sum(w[base]))
  ask("effective_base", heavy, kish(w[base]))
  ask("effective_base", plain, kish(rep(1, sum(base))))
  ask("design_effect_kish", heavy, sum(w[base] > 0) / kish(w[base]))
  for (code in codes) {
    y <- as.numeric(matches(x, code))
    p <- ratio(sum(y[base]), sum(base))
    pw <- ratio(sum((w * y)[base]), sum(w[base]))
    coded <- c(plain, code = code)
    coded_w <- c(heavy, code = as.character(code))
    ask("count", coded, sum(y[base]))
    ask("weighted_count", coded_w, sum((w * y)[base]))
    ask("share", coded, p)
    ask("share", coded_w, pw)
    ask("share_se", coded, se_mean(design_1, base, y))
    ask("share_se", coded_w, se_mean(design_w, base, y))
    ask("total_se", coded_w, if (question == "nobody") 0 else se_total(design_w, base, y))
    for (level in c(.9, .95, .99)) {
      ask("share_low", c(coded, level = level), wilson(p, sum(base), level)[1])
      ask("share_high", c(coded, level = level), wilson(p, sum(base), level)[2])
    }
    ask("share_low", c(coded_w, interval = "effective_base"), wilson(pw, kish(w[base]))[1])
    ask("share_high", coded_w, wilson(pw, kish(w[base]))[2])
    N <- 3350
    if (sum(base) > 0) {
      finite <- wilson(p, sum(base) * (N - 1) / (N - sum(base)))
      ask("share_low", c(coded, population = "population_type.csv"), finite[1])
      ask("share_high", c(coded, population = N, interval = "finite_population"), finite[2])
      ask("share_high", c(coded, population = sum(base)), p)
    }
    ask("share_low", c(coded, population = 1), if (sum(base) == 1) p else NA)
  }
}
for (yes in 0:20) {  # prop.test is another implementation of Wilson's interval
  small <- data.frame(id = 1:20, q = rep(1:0, c(yes, 20 - yes)))
  save_csv(small, sprintf("twenty_%02d.csv", yes))
  found <- suppressWarnings(prop.test(yes, 20, correct = FALSE)$conf.int)
  ask("share_low", list(data = sprintf("twenty_%02d.csv", yes), question = "q"), found[1])
  ask("share_high", list(data = sprintf("twenty_%02d", yes), question = "q", code = 1, level = .95), found[2])
}

# --- numbers ----------------------------------------------------------------------------------------------------------

for (filter in filters) for (question in c("days", "visits", "q1", "nobody")) {
  x <- as.numeric(d[[question]])
  base <- !is.na(x) & filter$keep
  y <- x[base]
  w <- d$weight
  plain <- with_filter(list(data = "survey.csv", question = question), filter)
  heavy <- with_filter(list(data = "survey.csv", question = question, weight = "weight"), filter)
  ask("sum", plain, sum(y))
  ask("mean", plain, if (length(y)) mean(y) else NA)
  ask("sd", plain, sd(y))
  ask("mean_se", plain, sd(y) / sqrt(length(y)))
  ask("mean", heavy, ratio(sum(w[base] * y), sum(w[base])))
  ask("mean_se", heavy, se_mean(design_w, base, x))
  ask("total", plain, sum(y))
  ask("total", heavy, sum(w[base] * y))
  ask("total_se", heavy, se_total(design_w, base, x))
  for (p in c(0, .1, .25, .5, .55, .75, .9, 1)) {
    if (identical(filter, filters[[1]]) || identical(filter, filters[[2]])) for (type in c(2, 6, 7))
      ask("quantile", c(plain, probability = p, type = type), if (length(y)) quantile(y, p, type = type) else NA)
    if (p > 0 && is.null(filter$where)) for (rule in c("math", "school"))
      ask("weighted_quantile", c(heavy, probability = p, rule = rule),
          if (length(y)) svyquantile(~x, domain(update(design_w, x = x), base), p, ci = FALSE, qrule = rule)[[1]] else NA)
  }
}
design_ties <- svydesign(ids = ~1, weights = ~w, data = ties)
for (p in 1:20 / 20) {
  for (type in c(2, 6, 7))
    ask("quantile", list(data = "ties.csv", question = "x", probability = p, type = type), quantile(ties$x, p, type = type))
  for (rule in c("math", "school"))
    ask("weighted_quantile", list(data = "ties.csv", question = "x", weight = "w", probability = p, rule = rule),
        svyquantile(~x, design_ties, p, ci = FALSE, qrule = rule)[[1]])
}
ask("weighted_quantile", list(data = "ties.csv", question = "x", weight = "zero", probability = .5, rule = "math"), NA)

# --- tiny and empty ---------------------------------------------------------------------------------------------------

for (measure in c("sd", "mean_se")) ask(measure, list(data = "one.csv", question = "score"), NA)
ask("share_se", list(data = "one.csv", question = "q", weight = "w"), NA)
ask("total_se", list(data = "one.csv", question = "q", weight = "w"), NA)
ask("mean", list(data = "one.csv", question = "score", weight = "w"), 7)
ask("effective_base", list(data = "one.csv", question = "q", weight = "w"), 1)
ask("net_score_se", list(data = "one.csv", question = "q", plus = list(1), minus = list()), NA)
ask("share", list(data = "ties.csv", question = "x", code = 1, weight = "zero"), NA)
ask("share_low", list(data = "ties.csv", question = "x", code = 1, weight = "zero"), NA)
ask("mean_se", list(data = "ties.csv", question = "x", weight = "zero"), NA)
ask("effective_base", list(data = "ties.csv", question = "x", weight = "zero"), NA)
ask("design_effect_kish", list(data = "ties.csv", question = "x", weight = "zero"), NA)
ask("weighted_base", list(data = "ties.csv", question = "x", weight = "zero"), 0)
for (measure in c("chi_square", "chi_square_df", "chi_square_p", "cramers_v"))
  ask(measure, list(data = "one.csv", row = "q", column = "score"), NA)

# --- net scores -------------------------------------------------------------------------------------------------------

for (question in c("q1", "q2", "nobody")) for (codes in list(list(4:5, 1:2), list(5, 1:3), list(integer(), 1))) {
  s <- d[[question]]
  s <- s[!is.na(s)]
  s <- (s %in% codes[[1]]) - (s %in% codes[[2]])
  args <- list(data = "survey.csv", question = question, plus = as.list(codes[[1]]), minus = as.list(codes[[2]]))
  ask("net_score", args, if (length(s)) mean(s) else NA)
  ask("net_score_se", args, if (length(s) > 1) sd(s) / sqrt(length(s)) else NA)
}

# --- differences, with Wilson's limits from prop.test -----------------------------------------------------------------

for (question in c("q1", "all_yes", "all_no", "nobody")) for (pair in list(c("north", "south"), c("south", "midlands"), c("north", "east")))
  for (level in c(.9, .95)) {
    codes <- if (question == "q1") c(4, 5) else 1
    part <- function(g) { x <- d[[question]][d$region == g]; x <- x[!is.na(x)]; c(sum(x %in% codes), length(x)) }
    a <- part(pair[1]); b <- part(pair[2])
    args <- list(data = "survey.csv", question = question, codes = as.list(codes), group = "region", first = pair[1],
                 second = pair[2], level = level)
    found <- c(NA, NA, NA)
    if (a[2] > 0 && b[2] > 0) {
      p <- c(a[1] / a[2], b[1] / b[2])
      i <- suppressWarnings(prop.test(a[1], a[2], conf.level = level, correct = FALSE)$conf.int)
      j <- suppressWarnings(prop.test(b[1], b[2], conf.level = level, correct = FALSE)$conf.int)
      found <- c(p[1] - p[2], p[1] - p[2] - sqrt((p[1] - i[1])^2 + (j[2] - p[2])^2),
                 p[1] - p[2] + sqrt((i[2] - p[1])^2 + (p[2] - j[1])^2))
    }
    ask("difference", args, found[1])
    ask("difference_low", args, found[2])
    ask("difference_high", args, found[3])
  }

# --- post-stratification ----------------------------------------------------------------------------------------------

post <- function(columns, population) {
  strata <- reformulate(columns)
  suppressWarnings(postStratify(design_1, strata, population, partial = TRUE))
}
populations <- list(list(columns = "type", file = "population_type.csv", frame = population_type),
                    list(columns = "region", file = "population_region.csv", frame = population_region),
                    list(columns = c("type", "region"), file = "population_both.csv", frame = population_both))
for (one_population in populations) {
  columns <- one_population$columns
  frame <- one_population$frame
  key <- function(f) do.call(paste, c(f[columns], sep = "/"))
  answered <- sapply(key(frame), function(k) sum(key(d) == k))
  by <- if (length(columns) == 1) columns else as.list(columns)
  whole_args <- list(data = "survey.csv", population = one_population$file, population_by = by)
  for (h in seq_len(nrow(frame))) {
    if (length(columns) == 1) cell <- c(whole_args, type = frame[[columns]][h])
    else cell <- c(whole_args, type = frame$type[h], region = frame$region[h])
    ask("poststratification_weight", cell, ratio(frame$Freq[h], answered[h]))
    ask("response_rate", cell, ratio(answered[h], frame$Freq[h]))
  }
  covered <- sum(frame$Freq[answered > 0])
  ask("covered_population", whole_args, covered)
  ask("coverage", whole_args, covered / sum(frame$Freq))
  ask("response_rate", whole_args, n / sum(frame$Freq))
  design_p <- post(columns, frame)
  w <- weights(design_p)
  for (filter in filters) for (question in c("q1", "days", "all_yes", "nobody")) {
    x <- as.numeric(d[[question]])
    base <- !is.na(x) & filter$keep
    args <- with_filter(c(whole_args, question = question), filter)
    y <- as.numeric(matches(x, if (question == "q1") 4 else 1))
    coded <- c(args, code = if (question == "q1") 4 else 1)
    ask("effective_base", args, kish(w[base]))
    ask("share", coded, ratio(sum((w * y)[base]), sum(w[base])))
    ask("share_se", coded, se_mean(design_p, base, y))
    ask("mean", args, ratio(sum((w * x)[base]), sum(w[base])))
    ask("mean_se", args, se_mean(design_p, base, x))
    ask("total", args, sum((w * x)[base]))
    ask("total_se", args, if (question == "nobody") 0 else se_total(design_p, base, x))
  }
}
# Rows of weight 0 are left out of this one: survey 4.1 takes their cell's mean from them as if their weight were 1.
heavy_post <- postStratify(svydesign(ids = ~1, weights = ~design, data = d), ~region, population_region)
args <- list(data = "survey.csv", question = "days", weight = "design", population = "population_region", population_by = "region")
ask("mean", args, coef(svymean(~days, heavy_post, na.rm = TRUE)))
ask("mean_se", args, SE(svymean(~days, heavy_post, na.rm = TRUE)))

# --- raking -----------------------------------------------------------------------------------------------------------

raked <- rake(design_1, list(~type, ~region), list(covered_type, margin_region), control = list(maxit = 1000, epsilon = 1e-16, verbose = FALSE)) |>
  suppressWarnings()
w <- weights(raked)
margins <- list(list("margin_type.csv", "margin_region.csv"),
                list(list(column = "type", population = "margin_type.csv"), list(column = "region", population = "margin_region.csv")),
                list(type = "margin_type.csv", region = "margin_region.csv"))
for (i in c(1:20, 120, 240)) ask("raking_weight", list(data = "survey.csv", id = d$id[i], margins = margins[[1 + i %% 3]]), w[i])
for (filter in filters) for (question in c("q1", "q2", "nobody")) {
  base <- !is.na(d[[question]]) & filter$keep
  args <- with_filter(list(data = "survey.csv", question = question, margins = margins[[1]]), filter)
  ask("effective_base", args, kish(w[base]))
  ask("design_effect_kish", args, sum(w[base] > 0) / kish(w[base]))
  ask("share", c(args, code = 1), ratio(sum((w * matches(d[[question]], 1))[base]), sum(w[base])))
}

# --- finite and stratified populations --------------------------------------------------------------------------------

srs <- svydesign(ids = ~1, fpc = ~N, data = transform(councils, N = 284))
strat <- svydesign(ids = ~1, strata = ~type, fpc = ~N, data = transform(councils, N = population_councils$Freq[match(type, population_councils$type)]))
council_filters <- list(list(where = NULL, keep = rep(TRUE, 60)),
                        list(where = list(type = "district"), keep = councils$type == "district"),
                        list(where = list(column = "score", op = ">", value = 55), keep = councils$score > 55))
for (filter in council_filters) for (question in c("score", "spend", "good")) {
  x <- councils[[question]]
  base <- !is.na(x) & filter$keep
  for (kind in c("srs", "strat")) {
    design <- get(kind)
    w <- weights(design)
    args <- with_filter(list(data = "councils.csv", question = question, population = if (kind == "srs") 284 else "population_councils.csv"), filter)
    if (kind == "strat") args$strata <- "type"
    ask("base", args, sum(base))
    ask("mean", args, sum((w * x)[base]) / sum(w[base]))
    ask("mean_se", args, se_mean(design, base, x))
    ask("total", args, sum((w * x)[base]))
    ask("total_se", args, se_total(design, base, x))
    if (question == "good") {
      ask("share", args, sum((w * x)[base]) / sum(w[base]))
      ask("share", c(args, code = 0), 1 - sum((w * x)[base]) / sum(w[base]))
      ask("share_se", args, se_mean(design, base, x))
    }
  }
}
x <- councils$score  # F1 and F2 as they are written
ask("mean_se", list(data = "councils.csv", question = "score", population = "population_councils.csv"), sqrt(1 - 60 / 284) * sd(x) / sqrt(60))
ask("total", list(data = "councils.csv", question = "score", population = 284), 284 * mean(x))
ask("total_se", list(data = "councils.csv", question = "score", population = 284), 284 * sqrt(1 - 60 / 284) * sd(x) / sqrt(60))
for (measure in c("mean_se", "total_se")) ask(measure, list(data = "whole.csv", question = "score", population = 9), 0)
ask("share_low", list(data = "whole.csv", question = "good", population = 9), mean(whole$good))
ask("share_high", list(data = "whole.csv", question = "good", population = 9), mean(whole$good))
ask("mean_se", list(data = "whole.csv", question = "score", population = 8), NA)
lonely_population <- data.frame(type = c("county", "district"), Freq = c(4, 5))
save_csv(lonely_population, "population_lonely.csv")
save_csv(data.frame(type = c("county", "district"), Freq = c(1, 5)), "population_certain.csv")
ask("mean", list(data = "lonely.csv", question = "score", strata = "type", population = "population_lonely.csv"), (4 * 1 + 5 * 5) / 9)
ask("mean_se", list(data = "lonely.csv", question = "score", strata = "type", population = "population_lonely.csv"),
    or_null(SE(svymean(~score, svydesign(ids = ~1, strata = ~type, fpc = ~N, data = transform(lonely, N = c(4, 5, 5)))))))
ask("mean_se", list(data = "lonely.csv", question = "score", strata = "type", population = "population_certain.csv"),
    or_null(SE(svymean(~score, svydesign(ids = ~1, strata = ~type, fpc = ~N, data = transform(lonely, N = c(1, 5, 5)))))))

# --- several answers ---------------------------------------------------------------------------------------------------

x <- d$m_help
answered <- !is.na(x)
asked <- d$used == 1
responses <- sum(sapply(strsplit(x[answered], " "), function(t) sum(t != "9")))
several <- list(data = "survey.csv", question = "m_help", routed_by = "used")
ask("base", several, sum(answered))
ask("base_all", several, n)
ask("base_asked", several, sum(asked))
ask("base_asked", list(data = "survey.csv", question = "m_help", routed_by = list(column = "used", code = 1)), sum(asked))
ask("base_asked", list(data = "survey.csv", question = "q1", routed_by = list(region = list("north", "south"))), sum(d$region != "midlands"))
ask("base_responses", several, responses)
ask("mean_ticks", several, responses / sum(answered))
ask("weighted_base", c(several, weight = "weight"), sum(d$weight[answered]))
ask("effective_base", c(several, weight = "weight"), kish(d$weight[answered]))
for (measure in c("base_responses", "base")) ask(measure, list(data = "one.csv", question = "m_help"), as.numeric(measure == "base"))
ask("mean_ticks", list(data = "one.csv", question = "m_help"), 0)
ask("share", list(data = "one.csv", question = "m_help", code = 1, base = "responses"), NA)
for (code in c(1:6, 9)) {
  y <- as.numeric(ticked(x, code))
  coded <- c(several, code = code)
  ask("count", coded, sum(y))
  for (base in c("answered", "asked", if (code != 9) "responses")) {
    rows <- if (base == "asked") asked else answered
    size <- if (base == "responses") responses else sum(rows)
    with_base <- c(coded, base = base)
    ask("share", with_base, sum(y) / size)
    ask("share_low", with_base, wilson(sum(y) / size, size)[1])
    ask("share_high", with_base, wilson(sum(y) / size, size)[2])
    if (base == "responses") {
      t <- ifelse(answered, sapply(strsplit(ifelse(answered, x, ""), " "), function(t) sum(t != "9")), 0)
      ask("share_se", with_base, SE(svyratio(~y, ~t, update(design_1, y = y, t = t))))
      ask("share_se", c(with_base, weight = "weight"), SE(svyratio(~y, ~t, update(design_w, y = y, t = t))))
    } else {
      ask("share_se", with_base, se_mean(design_1, rows, y))
      ask("share_se", c(with_base, weight = "weight"), se_mean(design_w, rows, y))
      ask("share", c(with_base, weight = "weight"), sum((d$weight * y)[rows]) / sum(d$weight[rows]))
      ask("share_low", c(with_base, weight = "weight"), wilson(sum((d$weight * y)[rows]) / sum(d$weight[rows]), kish(d$weight[rows]))[1])
    }
  }
}

# --- two questions -------------------------------------------------------------------------------------------------------

tables <- list(c("q1", "region"), c("q2", "type"), c("q2", "region"), c("region", "used"), c("q1", "all_yes"), c("q1", "nobody"),
               c("q1", "q2"))
for (pair in tables) {
  a <- d[[pair[1]]]; b <- d[[pair[2]]]
  both <- !is.na(a) & !is.na(b)
  args <- list(data = "survey.csv", row = pair[1], column = pair[2])
  ask("base", args, sum(both))
  tab <- table(a[both], b[both])
  tab <- tab[rowSums(tab) > 0, colSums(tab) > 0, drop = FALSE]
  if (min(dim(tab)) >= 2) {
    test <- suppressWarnings(chisq.test(tab, correct = FALSE))
    found <- c(test$statistic, test$parameter, test$p.value, sqrt(test$statistic / (sum(tab) * (min(dim(tab)) - 1))))
  } else found <- rep(NA, 4)
  for (i in 1:4) ask(c("chi_square", "chi_square_df", "chi_square_p", "cramers_v")[i], args, found[i])
  for (weight in c("weight", NA)) {
    design <- if (is.na(weight)) design_1 else design_w
    here <- if (is.na(weight)) args else c(args, weight = weight)
    found <- c(NA, NA)
    if (min(dim(tab)) >= 2) {
      test <- suppressWarnings(svychisq(as.formula(paste("~", pair[1], "+", pair[2])), design, statistic = "F"))
      found <- c(test$statistic, test$p.value)
    }
    ask("rao_scott_f", here, found[1])
    ask("rao_scott_p", here, found[2])
  }
  for (r in c(sort(unique(as.character(a[!is.na(a)]))), "77")) {
    in_r <- both & as.character(a) %in% r
    ask("base", c(args, r = r), sum(in_r))
    for (c in sort(unique(as.character(b[!is.na(b)])))) {
      in_c <- both & as.character(b) %in% c
      cell <- c(args, r = r, c = c)
      ask("count", cell, sum(in_r & in_c))
      ask("row_share", cell, ratio(sum(in_r & in_c), sum(in_r)))
      ask("column_share", cell, ratio(sum(in_r & in_c), sum(in_c)))
      ask("row_share", base::c(cell, weight = "weight"), ratio(sum(d$weight[in_r & in_c]), sum(d$weight[in_r])))
      ask("base", base::c(args, c = c), sum(in_c))
    }
  }
}

# --- out ------------------------------------------------------------------------------------------------------------------

number <- function(x) if (is.na(x)) "null" else sprintf("%.17g", x)
writeLines(c("[", paste(sapply(requests, jsonlite::toJSON, auto_unbox = TRUE, digits = 17), collapse = ",\n"), "]"), "requests.json")
writeLines(c("{", paste(sprintf("\"%s\": %s", names(expected), sapply(expected, number)), collapse = ",\n"), "}"), "expected.json")
cat(length(requests), "requests,", sum(is.na(expected)), "of them undefined\n")
