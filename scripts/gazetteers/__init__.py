"""Makes the generated gazetteers: one module a subject, `build` runs them all."""
