# Load the panel in R: Rscript examples/panel.R [OUT]
# install.packages(c("arrow", "dplyr"))
library(arrow)
library(dplyr)

given <- commandArgs(trailingOnly = TRUE)
out <- if (length(given) > 0) given[[1]] else "data/processed"

# The links in OUT lead to the folder of one run. Reading there is safe even if another run ends meanwhile.
out <- dirname(normalizePath(file.path(out, "panel.parquet")))

# NA means that nothing is stated; zero means that the report states a zero.
panel <- read_parquet(file.path(out, "panel.parquet"))
print(
  panel |>
    mutate(grant_rate = (granted + granted_partly) / closed) |>
    select(agency, report_year, form, requests, grant_rate, reviews)
)

# The meaning of a column is in the file.
schema <- open_dataset(file.path(out, "panel.parquet"))$schema
print(schema$GetFieldByName("requests")$ToString())
