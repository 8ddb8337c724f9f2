from django.apps import AppConfig


class PageStoreConfig(AppConfig):
    name = "newsroom.page_store"
    label = "page_store"
    verbose_name = "Page store"
