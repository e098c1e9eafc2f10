"""Parts of the tree of pages that members of the network write themselves (docs/editors.md)."""
