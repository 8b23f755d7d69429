from .sendgrid import SendGridAPIClient
