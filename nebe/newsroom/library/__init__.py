"""The media library in the CMS: its form, what its pictures lack, what a page may be shown with."""
