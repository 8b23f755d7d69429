from .async_case import IsolatedAsyncioTestCase as IsolatedAsyncioTestCase
from .case import TestCase as TestCase
