"""What deploy/ says, done."""
