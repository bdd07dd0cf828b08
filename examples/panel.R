# Load the panel in R: Rscript examples/panel.R [OUT]
# install.packages(c("arrow", "dplyr"))
library(arrow)
library(dplyr)

given <- commandArgs(trailingOnly = TRUE)
out <- if (length(given) > 0) given[[1]] else "data/processed"

# A run that ends meanwhile changes what OUT shows, and nothing in the folder that the links lead to.
out <- dirname(normalizePath(file.path(out, "panel.parquet")))

# A null is not stated; a zero is a zero that the report states.
panel <- read_parquet(file.path(out, "panel.parquet"))
print(
  panel |>
    mutate(grant_rate = (granted + granted_partly) / closed) |>
    select(agency, report_year, form, requests, grant_rate, reviews)
)

# What a column means stands in the file.
schema <- open_dataset(file.path(out, "panel.parquet"))$schema
print(schema$GetFieldByName("requests")$ToString())
