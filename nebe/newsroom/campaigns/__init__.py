"""Campaigns: banners in every language, short links, and their reach without knowing anybody."""

SIZES = ((728, 90), (320, 100), (300, 250), (160, 600), (970, 250), (1080, 1080))  # pixels
BANNERS = "banners"  # the label of the link that banners lead by
