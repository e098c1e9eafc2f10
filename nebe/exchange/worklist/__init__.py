"""The coordinator's list: all offers, restricted ones included; filters, bulk actions, export."""
