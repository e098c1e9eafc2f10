"""Pages of the CMS for those who translate."""
