from django.urls import path

from waylight.guide import views
from waylight.guide.pages import SHORT_ADDRESSES

app_name = "guide"

urlpatterns = [
    path("", views.home, name="home"),
    path("read/<slug:slug>/", views.page, name="page"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    *(
        path(f"{slug}/", views.page, {"slug": slug}, name=name.removeprefix("guide:"))
        for slug, name in SHORT_ADDRESSES.items()
    ),
]
