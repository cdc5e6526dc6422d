"""What instructors see and do: schemas listed, edited, compared, pinned, carried in and out; and who they are."""
