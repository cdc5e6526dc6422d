"""The same rows on machines that somebody has already; see ../scale.md."""
