"""The meeting room: who may come in and when, how two browsers find each other, what happens when the line drops.

A session passes through nobody: picture, voice and typed words go from browser to browser (docs/decisions/0022). The server
introduces them to each other and keeps who was there, and when. Plan, agenda and notes beside the picture are pages of home.
"""
