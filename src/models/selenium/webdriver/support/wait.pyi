from uncoil import blocks

class WebDriverWait:
    @blocks("network", instead="playwright.async_api.Locator.wait_for")
    def until(self, method, message=""): ...
    @blocks("network", instead="playwright.async_api.Locator.wait_for")
    def until_not(self, method, message=""): ...
