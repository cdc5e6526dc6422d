"""The pages of the admin that Django does not bring, a module each."""
