"""What a record is made of: values, models, categories, results, publication."""
