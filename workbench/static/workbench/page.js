// Answers forms and links of the page in place, keeps addresses, and says how far a request is.
