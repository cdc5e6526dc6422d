"""The addresses that people open."""

from django.urls import path, re_path

from workbench.pages.columns import columns, draft
from workbench.pages.dataset import dataset_page, refine
from workbench.pages.fields import fields_page
from workbench.pages.gallery import datasets_page
from workbench.pages.home import home_page
from workbench.pages.job import cancel, file, job_page
from workbench.pages.language import choose_language

app_name = "workbench"

_HASH = "(?P<hash>[0-9a-f]{64})"

urlpatterns = [
    path("", home_page, name="home"),
    re_path(r"^datasets/?$", datasets_page, name="datasets"),
    path("fields", fields_page, name="fields"),
    path("language", choose_language, name="language"),
    re_path(rf"^datasets/{_HASH}/?$", dataset_page, name="dataset"),
    re_path(rf"^datasets/{_HASH}/refine$", refine, name="refine"),
    re_path(rf"^datasets/{_HASH}/columns$", columns, name="columns"),
    re_path(rf"^datasets/{_HASH}/draft$", draft, name="draft"),
    re_path(rf"^datasets/{_HASH}/file$", file, name="file"),
    path("jobs/<uuid:job>/page", job_page, name="job"),
    path("jobs/<uuid:job>/cancel", cancel, name="cancel"),
]
