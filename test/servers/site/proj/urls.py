from django.contrib import admin
from django.urls import path

from shop import views

urlpatterns = [
    path("", views.home),
    path("events/", views.events),
    path("fragment/", views.fragment),
    path("echo/", views.echo),
    path("slow/", views.slow),
    path("admin/", admin.site.urls),
]
