"""What editors see in the CMS of pages that want looking after."""
