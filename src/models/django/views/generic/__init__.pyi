from .base import RedirectView as RedirectView, TemplateView as TemplateView, View as View
