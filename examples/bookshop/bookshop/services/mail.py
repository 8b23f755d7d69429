import smtplib
from email.message import EmailMessage

from ..core.config import get_settings


def send_receipt(email: str, order_id: int) -> None:
    message = EmailMessage()
    message["From"] = "orders@bookshop.example"
    message["To"] = email
    message["Subject"] = f"Your order {order_id}"
    message.set_content("Thank you! Your books are on their way.")
    with smtplib.SMTP(get_settings().smtp_host) as server:
        server.send_message(message)
