"""What happens to accounts, each in one transaction."""
