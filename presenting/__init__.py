"""What people see of a schema, instructors as well as learners: previews, charts, differences, forms read back."""
