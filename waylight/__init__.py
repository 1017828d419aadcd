"""Waylight runs an online psychotherapy practice for people who self-harm.

One package for each part of a practice, in the order of the layers; a package imports only from lines below its own.

config                                  wiring: settings, addresses, the server's entry
home, operations                        pages made of several parts; worker, schedule, demonstration practice
fhir                                    FHIR R4, to read: for a client, and for systems that the client allowed
guide, care, exercises, measures        the public site; the record; practice between meetings; questionnaires
video                                   the meeting room, from browser to browser
booking                                 opening hours, free times, appointments
intake                                  the way in: six questions, enquiry, first talk, intake form, consent
people                                  clients, therapists and their registrations, episodes of care
accounts                                who may sign in, and as whom
notifications                           outgoing e-mail and SMS; never clinical content
practice                                the practice's own settings
crisis, privacy                         help now and ten minutes; encryption, audit
ui                                      base page, components, form fields
"""

import zoneinfo

# zoneinfo prefers the machine's own time-zone files, which may be years old. Only the pinned tzdata package counts.
zoneinfo.reset_tzpath(to=())
