"""What the API takes and gives."""

from pydantic import BaseModel, ConfigDict, Field


class BookOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    isbn: str
    title: str
    author: str
    price: int
    stock: int


class OrderIn(BaseModel):
    isbn: str
    quantity: int = Field(default=1, ge=1, le=50)
    email: str


class OrderOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    isbn: str
    quantity: int
    total: int


class ShippingQuote(BaseModel):
    carrier: str
    price: int
    days: int
