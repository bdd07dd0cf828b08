"""Makes specimen reports whose truth is known: our own sentences and numbers, in the statutory forms, in every format."""
