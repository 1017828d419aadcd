from django.urls import path

from waylight.guide.pages import SHORT_ADDRESSES
from waylight.guide.views import office, public, reviews, writing

app_name = "guide"

urlpatterns = [
    path("", public.home, name="home"),
    path("read/", public.everything, name="everything"),
    path("read/<slug:slug>/", public.page, name="page"),
    path("search/", public.search, name="search"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    *(
        path(f"{slug}/", public.page, {"slug": slug}, name=name.removeprefix("guide:"))
        for slug, name in SHORT_ADDRESSES.items()
    ),
    path("office/guide/", office.everything, name="office"),
    path("office/guide/new/", writing.add, name="add"),
    path("office/guide/<slug:slug>/", office.page, name="kept"),
    path("office/guide/<slug:slug>/text/", writing.write, name="write"),
    path("office/guide/<slug:slug>/differences/", office.difference, name="difference"),
    path("office/guide/<slug:slug>/<int:number>/", office.revision, name="revision"),
    path("office/guide/<slug:slug>/<int:number>/preview/", office.preview, name="preview"),
    path("office/guide/<slug:slug>/<int:number>/draft/", writing.restore, name="restore"),
    path("office/guide/<slug:slug>/<int:number>/review/", writing.ask_for_review, name="ask_for_review"),
    path("office/guide/<slug:slug>/<int:number>/publication/", writing.publish, name="publish"),
    path("office/guide/<slug:slug>/withdrawal/", writing.withdraw, name="withdraw"),
    path("desk/guide/", reviews.waiting, name="to_review"),
    path("desk/guide/<int:request_id>/", reviews.review, name="review"),
    path("desk/guide/<int:request_id>/preview/", reviews.preview, name="review_preview"),
]
