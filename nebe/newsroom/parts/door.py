"""What of the CMS is open to editors of a member: whatever is not named here is a 404 for them.

Each view here asks for the right to the page, picture or file itself, which a test tries.
"""


def named(area: str, names: str) -> set[str]:
    return {f"{area}:{name}" for name in names.split()}


OPEN = {
    "cms_file",
    "wagtailadmin_home",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_dismissibles",
    *("wagtailadmin_account", "newsroom_own_settings"),
    "wagtailadmin_logout",
    "wagtailadmin_block_preview",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_explore_root",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_phone_link",
    *named("wagtailadmin_editing_sessions", "ping release"),
    *named("wagtailadmin_api:pages", "listing detail"),
    *named(
        "wagtailadmin_pages",
        "add add_subpage edit delete unpublish history history_results move move_confirm"
        " preview_on_add preview_on_edit view_draft"
        " revisions_index revisions_revert revisions_view revisions_compare revisions_unschedule"
        " search search_results set_page_position"
        " workflow_action collect_workflow_action_data confirm_workflow_cancellation"
        " workflow_history workflow_history_detail workflow_preview",
    ),
    *named(
        "wagtailimages",
        "add edit delete add_multiple edit_multiple delete_multiple"
        " create_multiple_from_uploaded_image delete_upload_multiple",
    ),
    *("newsroom_pictures", "newsroom_pictures_rest"),
    *("newsroom_pictures_choose", "newsroom_pictures_in"),
    *named("wagtailimages_chooser", "chosen create"),
    *named("wagtailsnippets_nebe_newsroom_download", "list list_results add edit delete"),
    *named(
        "wagtailsnippetchoosers_nebe_newsroom_download",
        "choose choose_results chosen chosen_multiple",
    ),
    *named("newsroom_editing", "review still_right links feedback feedback_done"),
    *named("newsroom_texts", "coverage side_by_side reading"),
    "wagtail_localize:javascript_catalog",
    *named("wagtail_localize", "edit_string_translation preview_translation"),
}
