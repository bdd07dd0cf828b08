"""Makes specimen reports whose truth is known: our own sentences and numbers, every form, every format."""
