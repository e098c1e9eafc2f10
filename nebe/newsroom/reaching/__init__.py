"""What leaves the site: feeds, the page that explains them, embeds, short addresses, sharing."""
