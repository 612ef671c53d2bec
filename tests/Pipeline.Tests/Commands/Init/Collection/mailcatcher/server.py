import os
import smtplib


def send(to, text):
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as server:
        server.sendmail(os.environ["MAIL_FROM"], [to], text)
