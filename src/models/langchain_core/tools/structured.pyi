from .base import BaseTool


class StructuredTool(BaseTool): ...
