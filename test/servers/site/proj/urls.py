from django.contrib import admin
from django.urls import path

from shop import views

urlpatterns = [
    path("", views.home),
    path("events/", views.events),
    path("favicon.ico", views.no_icon),
    path("echo/", views.echo),
    path("admin/", admin.site.urls),
]
