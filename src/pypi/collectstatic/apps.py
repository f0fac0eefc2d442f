from django.apps import AppConfig
from django.core.checks import Tags, register


class CollectstaticConfig(AppConfig):
    name = "collectstatic"
    verbose_name = "collectstatic"

    def ready(self):
        from collectstatic.checks import check_order

        register(check_order, Tags.staticfiles)
