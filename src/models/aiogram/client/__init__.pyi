# See bot.
