from .state import StateGraph
