from .base import Runnable, RunnableBinding, RunnableGenerator, RunnableLambda, RunnableParallel, RunnableSequence, RunnableSerializable
from .branch import RunnableBranch
from .passthrough import RunnableAssign, RunnablePassthrough
