from langgraph.pregel import Pregel


class StateGraph:
    def compile(self, checkpointer=None, **kwargs) -> "CompiledStateGraph": ...


class CompiledStateGraph(Pregel): ...
