"""How every form looks: one template for fields, one for the whole."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "ui/components/form.html"
    field_template_name = "ui/components/field.html"
