"""Outgoing e-mail and SMS, queued until due. Never clinical content: the words are neutral and can be shown beforehand."""
