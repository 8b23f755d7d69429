from uncoil import blocks

from .remote.webdriver import WebDriver
from .remote.webdriver import WebDriver as Remote

# Starts the driver and the browser.
@blocks("process", instead="playwright.async_api.BrowserType.launch")
class Chrome(WebDriver): ...

@blocks("process", instead="playwright.async_api.BrowserType.launch")
class Firefox(WebDriver): ...

@blocks("process", instead="playwright.async_api.BrowserType.launch")
class Edge(WebDriver): ...

@blocks("process", instead="playwright.async_api.BrowserType.launch")
class Safari(WebDriver): ...
